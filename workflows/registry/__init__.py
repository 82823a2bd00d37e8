"""Parts of the procedure of registration: what is filed, and where a registration can be."""
