"""What windows share about an open cabinet and assessment: session, store, marks, background jobs."""
