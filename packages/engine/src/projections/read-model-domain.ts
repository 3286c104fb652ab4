import type { Domain } from '@skein/kernel'

/** The parts of a domain that read models are built from and read with. */
export type ReadModelDomain = Pick<Domain, 'aggregates' | 'projections' | 'views'>
