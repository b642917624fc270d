"""What every store shares of the pyramid: classes of length, buckets, labels, and the answers made of them."""
