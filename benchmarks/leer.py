"""An empty Streamlit page: what a first view costs without us."""

import streamlit as st

st.set_page_config(layout="wide")
st.title("Leer")
