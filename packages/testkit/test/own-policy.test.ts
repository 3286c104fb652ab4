// The rules under another policy, as docs/testing-your-own-rules.md shows.
import { describeRules } from '../src/domain.js'

describeRules({ policy: { batchSeats: 30, minQuotaHouseholds: 5, requireEligibilityGate: false }, runs: 50 })
