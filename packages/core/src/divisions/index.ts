export { divisionRefOfDocument } from './documents.js'
export {
  canChangeDivision,
  type DivisionRef,
  determinesDivision,
  divisionOf,
  divisionRefOf,
  type FindDivisionRef,
  isWithinDivision,
} from './homes.js'
