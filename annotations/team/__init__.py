"""A team on one corpus: everybody's saves stay in their own file, and are carried to the others as a feed.

`record` is one line of a feed, `publishing` derives the lines from one's own journal, `mirror` keeps what
colleagues have said, and checks it; `hubs` carry lines and decide nothing. No two people ever write one feed,
and nobody changes another's annotation, so there is nothing to merge: what is seen of a colleague is the
longest gapless beginning of what he published.
"""
