"""What the portal is measured against: the ORM, SQL, tantivy and Datasette on the same data."""
