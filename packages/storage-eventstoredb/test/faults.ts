import type { Fault } from '@skein/testkit/storage'
import type { SimulatedStores } from './simulated-stores.js'
import type { Fault as SimulatedFault } from './simulator/index.js'

const shortTimeouts = { requestTimeoutMs: 1_500, retryTimeoutMs: 300 }

/** Failures of the server and of the network, for the conformance suite. */
export const faults = (stores: SimulatedStores): readonly Fault[] => [
  {
    name: 'no server listens at the address',
    // calls that were running when the connection broke may have arrived
    written: 'unknown',
    open: async () => {
      const { simulator, storage } = await stores.openSimulated(shortTimeouts)
      return { storage, breakIt: () => simulator.node.gate.close(), mend: () => simulator.node.gate.open() }
    },
  },
  {
    name: 'the cluster has no leader',
    written: 'unknown',
    open: async () => {
      const { simulator, storage } = await stores.openSimulated(shortTimeouts, { nodes: 3 })
      return { storage, breakIt: async () => simulator.elect(undefined), mend: async () => simulator.elect(1) }
    },
  },
  onAppend(stores, 'the server is not ready', { how: 'unavailable' }, 'no'),
  ...(['before', 'after'] as const).flatMap((when) => [
    onAppend(stores, `the connection breaks ${when} the commit`, { how: 'drop', when }, 'unknown'),
    onAppend(stores, `the server stalls ${when} the commit`, { how: 'stall', when }, 'unknown'),
    onAppend(stores, `the server cancels the call ${when} the commit`, { how: 'cancelled', when }, 'unknown'),
    onAppend(stores, `the server times out ${when} the commit`, { how: 'timeout', when }, 'unknown'),
    onAppend(stores, `the deadline passes ${when} the commit`, { how: 'deadline', when }, 'unknown'),
    onAppend(stores, `the call is reset ${when} the commit`, { how: 'internal', when }, 'unknown'),
  ]),
]

const onAppend = (
  stores: SimulatedStores,
  name: string,
  fault: Omit<SimulatedFault, 'on'>,
  written: 'no' | 'unknown',
): Fault => ({
  name,
  written,
  open: async () => {
    const { simulator, storage } = await stores.openSimulated(shortTimeouts)
    return {
      storage,
      breakIt: async () => simulator.node.faults.set({ on: 'append', ...fault }),
      mend: async () => simulator.node.faults.clear(),
    }
  },
})
