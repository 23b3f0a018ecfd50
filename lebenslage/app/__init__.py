"""The only Streamlit room of the package: cached reads, state, parts of pages."""
