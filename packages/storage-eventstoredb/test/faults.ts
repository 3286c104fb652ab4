import type { Fault } from '@skein/testkit/storage'
import type { Fault as Simulated } from './simulator/index.js'
import type { Stores } from './stores.js'

const shortTimeouts = { timeout: 600, retryTimeoutMs: 100 }

/** Ways in which a server, or the wire to it, fails. */
export const faults = (stores: Stores): readonly Fault[] => [
  {
    name: 'nobody listens at the address',
    // calls under way when the connection broke may have arrived
    written: 'unknown',
    open: async () => {
      const { simulator, storage } = await stores.simulated(shortTimeouts)
      return { storage, breakIt: () => simulator.node.gate.shut(), mend: () => simulator.node.gate.open() }
    },
  },
  {
    name: 'nobody leads the cluster',
    written: 'unknown',
    open: async () => {
      const { simulator, storage } = await stores.simulated(shortTimeouts, { nodes: 3 })
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

const onAppend = (stores: Stores, name: string, fault: Omit<Simulated, 'on'>, written: 'no' | 'unknown'): Fault => ({
  name,
  written,
  open: async () => {
    const { simulator, storage } = await stores.simulated(shortTimeouts)
    return {
      storage,
      breakIt: async () => simulator.node.faults.set({ on: 'append', ...fault }),
      mend: async () => simulator.node.faults.mend(),
    }
  },
})
