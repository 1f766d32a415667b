//! What an AI system logs: versioned records with salted commitments, as bytes and as JSON.
