/** What a run has, and no correct one. */
export interface SimulationViolation {
  /**
   * `lost`: acknowledged, and not in the log; `doubled`: a command is there twice; `phantom`: refused, and in the log;
   * `broken log`: revisions, hashes or schemas; `rule`: broken by what is recorded; `orphan`: what a process did not take
   * back, or did not do; `checkpoint`: beyond its log; `lease`: written without its lock; `read model`: not what the log
   * says; `stuck`: not done after all faults have ended; `failure`: an exception where there must be none.
   */
  readonly kind:
    | 'lost'
    | 'doubled'
    | 'phantom'
    | 'broken log'
    | 'rule'
    | 'orphan'
    | 'checkpoint'
    | 'lease'
    | 'read model'
    | 'stuck'
    | 'failure'
  readonly text: string
}

export type Report = (kind: SimulationViolation['kind'], text: string) => void
