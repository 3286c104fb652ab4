import { divisionIndexOf } from '@skein/kernel'
import { domain } from '../domain.js'

export { divisionOf, type FindDivisionRef, isWithinDivision } from './resolve.js'

export const {
  determines: determinesDivision,
  refOf: divisionRefOf,
  canChange: canChangeDivision,
  refOfDocument: divisionRefOfDocument,
} = divisionIndexOf(domain)
