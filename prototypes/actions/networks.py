"""Networks and their methods in public."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from civicportal.commons import actions as commons
from civicportal.commons.models import Item, Link
from prototypes.models import Method, Network


@transaction.atomic
def publish_network(network: Network, *, by: Any) -> Item:
    """Puts a network and its principles in public as they stand now."""
    return commons.publish(Network.objects.select_related("unit", "item").get(pk=network.pk), by=by)


@transaction.atomic
def publish_method(method: Method, *, by: Any) -> Item:
    """Puts a method into the public toolbox of its network as it stands now."""
    fresh = Method.objects.select_related("network__unit", "network__item", "item").get(pk=method.pk)
    item = commons.publish(fresh, by=by)
    if fresh.network.item is not None:
        commons.link(item, fresh.network.item, Link.Kind.BELONGS_TO, by=by)
    return item
