"""A page to layers: coarse paper, sharp stencils, small pictures, and the judge of them."""
