"""The shop's pictures are small already: a thumbnail is the picture as it is."""

from oscar.core.thumbnails import AbstractThumbnailer


class AsItIs(AbstractThumbnailer):
    """Oscar's socket for thumbnailers, plugged with nothing to wait for."""

    def generate_thumbnail(self, source, **opts):
        return source

    def delete_thumbnails(self, source):
        return None
