export { homeOfDocument } from './documents.js'
export { divisionOf, type FindHome, type Home, homeOf, liesIn, mayMove, settlesHome } from './homes.js'
