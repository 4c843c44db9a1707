"""What the browser draws for us that Streamlit does not have."""
