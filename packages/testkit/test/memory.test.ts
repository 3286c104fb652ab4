import { openMemory } from '@skein/engine'
import { storageConformance } from '../src/storage.js'

storageConformance({
  name: 'the store in memory',
  open: async () => openMemory(),
  cannot: ['survivesRestart', 'severalProcesses'],
  runs: 100,
})
