"""This program beside itself as other processes: started, limited, ended with it."""
