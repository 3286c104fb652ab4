// The rules under somebody else's settings, as docs/testing-your-own-rules.md shows it.
import { describeRules } from '../src/domain.js'

describeRules({ policy: { batchSeats: 30, minQuotaHouseholds: 5, requireEligibilityGate: false }, runs: 50 })
