"""Papers of suppliers past their date."""
