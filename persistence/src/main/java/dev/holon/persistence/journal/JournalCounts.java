package dev.holon.persistence.journal;

/**
 * What the journal's writers did since the node started, and what waits for them now.
 *
 * @param rows events that became durable
 * @param commits transactions they came in
 * @param fencedWrites jobs refused because another writer had filled the slot
 * @param invalidWrites jobs refused because they break a rule of the journal
 * @param queueRefusals jobs refused because too much waited
 * @param failedWrites jobs that failed with the server; their outcome may be unknown
 * @param connectionsLost how often a writer lost its connection or did not get one
 * @param queuedRows events that wait
 * @param queuedBytes their size
 */
public record JournalCounts(
    long rows,
    long commits,
    long fencedWrites,
    long invalidWrites,
    long queueRefusals,
    long failedWrites,
    long connectionsLost,
    long queuedRows,
    long queuedBytes) {}
