//! Model digests after OpenSSF model signing: manifest, root, in-toto statement, DSSE envelope.
