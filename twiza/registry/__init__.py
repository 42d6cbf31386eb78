"""People and households, as the organisation that met them wrote them down."""
