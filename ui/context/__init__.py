"""What windows share about an open cabinet and an open assessment: session, store, marks, background jobs."""
