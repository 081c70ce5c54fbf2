"""Bills of materials that other programs wrote: CycloneDX and SPDX."""
