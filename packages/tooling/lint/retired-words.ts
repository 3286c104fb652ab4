// Words that this project has given up, each with what to write instead. `pnpm lint:words` finds them.

export interface RetiredWord {
  readonly pattern: RegExp
  readonly instead: string
}

/** In prose: comments, strings, test titles, Markdown. Ordinary English keeps its uses, such as "tell apart". */
export const prose: readonly RetiredWord[] = [
  {
    pattern: /\b(fore)?(told|tells|telling)\b(?!(\s+[\w-]+){0,3}\s+apart\b)/i,
    instead: 'given, named, reported, rebuilt, derived, or what happens',
  },
  { pattern: /\b(say|says|saying|said)\s+(it\s+)?again\b/i, instead: 'repeat, repeated, redundant' },
  { pattern: /\b(heard|hears|hearing)\b/i, instead: 'receive, observe, get notified' },
  { pattern: /(?<!-)\blived\b/i, instead: 'generated, recorded, existing' },
  { pattern: /\bbells?\b/i, instead: 'notifier, notification' },
  { pattern: /\bdoors?\b/i, instead: 'close guard, entry point' },
  { pattern: /\b(shelf|shelves)\b/i, instead: 'sorted map, index' },
  { pattern: /\b(patience|patient|patiently)\b/i, instead: 'timeout, retry' },
  { pattern: /\b(hurry|hurries|hurried)\b/i, instead: 'stop retrying' },
  { pattern: /\btheat(re|er)\b/i, instead: 'fixture' },
  { pattern: /\banyhow\b/i, instead: 'in any case' },
  { pattern: /\b(harmony|discord)\b/i, instead: 'consistency, inconsistency' },
  { pattern: /\bsayings\b/i, instead: 'sample commands' },
  { pattern: /\bwhereabouts\b/i, instead: 'division, location' },
  { pattern: /\b(let|lets|letting)\s+go\b/i, instead: 'release, drop' },
  { pattern: /\b(put|puts)\s+to\s+the\s+test\b/i, instead: 'test' },
  { pattern: /\b(whoever|whomever)\b/i, instead: 'the person, process or client that …' },
  {
    pattern: /\b(to|for|by|from|than|if|when|while|though|before|after|until|because)\s+who\s+(?!m\b)\w+/,
    instead: 'the person, process or client that …',
  },
]

/** In comments and test titles: a sentence that has "Who …" as its subject; a question may. */
export const sentences: readonly RetiredWord[] = [
  { pattern: /\bWho(?=\s+[a-z](?![^.?]*\?))/, instead: 'the person, process or client that …' },
]

/** Parts of names in code and of files: `told` is a part of `isToldOnce`. */
export const partsOfNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    told: 'reported, recorded',
    heard: 'lastEventBySlot, received',
    lived: 'generated',
    bell: 'appendNotifier',
    door: 'closeGuard',
    shelf: 'sortedMap',
    patience: 'busyTimeoutMs, retryTimeoutMs',
    patiently: 'retryUntil',
    hurry: 'stopRetrying',
    theatre: 'fixture',
    anyhow: 'aggregateProperties',
    harmony: 'consistency',
    discord: 'inconsistencies',
    sayings: 'sampleCommands',
    whereabouts: 'divisionResolver',
    whoever: 'client, process',
  }),
)

/** Whole names in code. */
export const names: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Asked: 'BaseQuery',
    Exception: 'InvariantViolation',
    Fact: 'AnyEvent',
    Filling: 'GenerationBuilder',
    Folding: 'RowFolder',
    Given: 'DecisionContext',
    Groups: 'EntryDeltas',
    Home: 'DivisionRef',
    Keeping: 'CacheOptions',
    Overview: 'ViewsByAggregate',
    Pass: 'LogPass or CheckPass',
    ProgressTeller: 'ProgressReporter',
    Published: 'PublishInput',
    Queues: 'KeyedQueue',
    Recent: 'RecentCache',
    RowsToTell: 'MissingRows',
    Sealer: 'the name of what it encrypts or seals',
    Sender: 'ProcessCommandSender',
    Source: 'EventContext',
    Wanted: 'ListRequest',
    caughtUp: 'waitUntilProjected',
    hearing: 'trackSlots',
    hears: 'receives',
    homeOf: 'divisionRefOf',
    leaveMark: 'storeMasterKeyCheck',
    liesIn: 'isWithinDivision',
    mayMove: 'canChangeDivision',
    met: 'property-coverage',
    metOften: 'runUntilCovered',
    offer: 'storeUnderTest',
    said: 'event, message, output',
    saw: 'observedRevisions',
    say: 'send, translate',
    says: 'command, message',
    saysAgain: 'isRedundant',
    see: 'readView',
    settlesHome: 'determinesDivision',
    sight: 'observedViews',
    takeBack: 'retract',
    tell: 'send, report',
    telling: 'onEvent, report',
    tells: 'reports',
    wrongUse: 'usageError',
  }),
)
