"""`make bench`: how quick the portal is, told as a share of what a bare Django view does on the same machine."""
