import type { Division } from '@skein/simulator'

/** A made-up county with so many townships and eight villages in each. */
export const divisions = (townships: number): readonly Division[] => {
  const county = '990001'
  const all: Division[] = [{ code: county, name: 'county', level: 'county' }]
  for (let t = 0; t < townships; t += 1) {
    const township = `${county}${100 + t}`
    all.push({ code: township, name: `township ${t + 1}`, level: 'township', parent: county })
    for (let v = 0; v < 8; v += 1)
      all.push({ code: `${township}${201 + v}`, name: `village ${v + 1}`, level: 'village', parent: township })
  }
  return all
}
