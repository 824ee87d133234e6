"""The bounds that a trust list sets to chains: for which use, and at which time.

Every listed authority in a chain has to be trusted for the use and at the time; one that nothing
is said about sets no bound. So an authority that stands for time stamps alone makes no signer
trusted, wherever it lies in the chain.

Source: ETSI EN 319 102-1, clause 5.2.6 (chain constraints, sunset date of trust anchors).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import x509

from signing.limits import Allowance, TrustLimit, TrustUse, allowance
from signing.trust.proofs import is_signed_by

_LONGEST_CHAIN = 10


@dataclass(slots=True)
class ChainBounds:
    """What authorities are trusted for while one chain context lasts.

    Attributes:
        limits: What the trust list says.
        use: What chains are built for, where nothing else is said.
        moment: Time that is proved for what is judged, aware.
        left_out: Authorities that were kept out of the building of chains, and why.
    """

    limits: tuple[TrustLimit, ...]
    use: TrustUse
    moment: datetime
    left_out: list[tuple[x509.Certificate, Allowance]] = field(default_factory=list)
    _known: list[x509.Certificate] = field(default_factory=list)

    def without_others(self, anchors: Sequence[x509.Certificate]) -> list[x509.Certificate]:
        """Keep anchors of this time; all when there would be none, for none means any.

        A renewed root has the name and often the key of the old one: were both offered, a
        chain could end in the one that is over.
        """
        kept = self.pool(anchors)
        return kept or list(anchors)

    def pool(self, certificates: Iterable[x509.Certificate]) -> list[x509.Certificate]:
        """Keep certificates that are of this time for any use."""
        kept = []
        for one in certificates:
            self._known.append(one)
            answers = {self._of(one, use) for use in TrustUse}
            if Allowance.YES in answers:
                kept.append(one)
            else:
                self.left_out.append((one, self._of(one, self.use)))
        return kept

    def of_path(self, path: Sequence[x509.Certificate], use: TrustUse | None = None) -> Allowance:
        """Tell whether all authorities of a chain are trusted.

        Args:
            path: The chain, the signer first.
            use: What it is built for; None is what was said in the beginning.
        """
        answers = [self._of(one, use or self.use) for one in path]
        return next((one for one in answers if one is not Allowance.YES), Allowance.YES)

    def left_out_above(self, certificate: x509.Certificate) -> Allowance | None:
        """Tell why the chain that a certificate would have was kept out; None when it was not."""
        last = certificate
        for _ in range(_LONGEST_CHAIN):
            for one, why in self.left_out:
                if is_signed_by(last, one):
                    return why
            above = next((one for one in self._known if is_signed_by(last, one)), last)
            if above is last or above.dump() == last.dump():
                return None
            last = above
        return None

    def _of(self, certificate: x509.Certificate, use: TrustUse) -> Allowance:
        """Tell about one certificate."""
        if not self.limits:
            return Allowance.YES
        digest = hashlib.sha256(certificate.dump()).hexdigest()
        return allowance(self.limits, digest, use, self.moment)
