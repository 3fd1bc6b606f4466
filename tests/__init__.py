"""Tests of the portal; the folders mirror the tree."""
