// Runs the simulator as a process, for tests of other packages and for manual use:
//   node packages/storage-eventstoredb/test/simulator/main.ts
// It prints its URL as the first line, and ends when its standard input ends.
import { startSimulator } from './index.ts'

const simulator = await startSimulator()
console.log(simulator.url)
process.stdin.resume()
process.stdin.on('end', () => void simulator.stop())
