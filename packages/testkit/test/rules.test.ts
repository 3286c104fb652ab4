import { describeRules } from '../src/domain.js'
import { runs } from './runs.js'

describeRules({ runs })
