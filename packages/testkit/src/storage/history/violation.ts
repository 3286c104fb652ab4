/** Something that no correct store does. */
export interface HistoryViolation {
  /**
   * `lost`: acknowledged, and not in the log; `torn`: only a part of an append is there; `phantom`: in the log, and appended
   * by nobody, or refused; `doubled`: there twice; `gap`: revisions are missing, or out of order; `order`: the log has it
   * before what was acknowledged earlier; `stale`: a client did not see what was acknowledged before it asked; `future`: it saw
   * what was appended after its answer; `skipped`, `repeated`: a reader missed an event, or got one twice or out of order.
   */
  readonly kind: 'lost' | 'torn' | 'phantom' | 'doubled' | 'gap' | 'order' | 'stale' | 'future' | 'skipped' | 'repeated'
  /** What happened, with the ids of the operations. */
  readonly text: string
}
