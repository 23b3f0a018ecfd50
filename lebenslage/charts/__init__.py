"""A result in, a plotly figure or folium map out; nothing is computed and nothing drawn here."""
