/** The State that an authority belongs to: `vn.spp` -> `VN`. */
export function stateOf(authority: string): string {
  return authority.slice(0, authority.indexOf('.')).toUpperCase()
}
