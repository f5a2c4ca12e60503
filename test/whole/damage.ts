import fc from 'fast-check'

export type FileMap = ReadonlyMap<string, Uint8Array>

/** One thing done to the files of a bundle. */
export interface Damage {
  readonly kind: 'bytes' | 'drop' | 'add' | 'swap' | 'move'
  /** What was done, for a person. */
  readonly said: string
  readonly files: FileMap
  /** The paths whose content is another than before, or that came or went. */
  readonly touched: readonly string[]
}

/** The paths of a bundle: the content of each counts. */
export function pathsIn(files: FileMap): string[] {
  return [...files.keys()].sort()
}

/** Any one damage to these files; `other` is the bundle of the other side, whose files may take their place. */
export function damages(files: FileMap, other: FileMap): fc.Arbitrary<Damage> {
  const path = fc.constantFrom(...pathsIn(files))
  const at = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
  const bytes = fc
    .record({ path, at, flip: fc.integer({ min: 1, max: 255 }), how: fc.constantFrom(...hows) })
    .map(({ path, at, flip, how }) => {
      const before = contentOf(files, path)
      const place = Math.floor(at * before.length)
      const after = changes[how](before, place, flip)
      return changed(files, `${how} at ${place} of ${path}`, { [path]: after })
    })
  const drop = path.map((one) => withKind('drop', changed(files, `drop ${one}`, { [one]: null })))
  const add = fc
    .record({ name: fc.constantFrom(...newNames(files)), from: fc.option(path) })
    .map(({ name, from }) => {
      const content = from === null ? new Uint8Array() : contentOf(files, from)
      return withKind(
        'add',
        changed(files, `add ${name}, a copy of ${from ?? 'nothing'}`, { [name]: content }),
      )
    })
  const swap = fc
    .tuple(path, path)
    .map(([a, b]) =>
      withKind(
        'swap',
        changed(files, `swap ${a} and ${b}`, { [a]: contentOf(files, b), [b]: contentOf(files, a) }),
      ),
    )
  const move = fc
    .tuple(path, fc.constantFrom(...newNames(files)))
    .map(([from, to]) =>
      withKind(
        'move',
        changed(files, `move ${from} to ${to}`, { [from]: null, [to]: contentOf(files, from) }),
      ),
    )
  const replace = path.map((one) =>
    changed(files, `take ${one} of the other side`, { [one]: other.get(one) ?? new Uint8Array() }),
  )
  return fc
    .oneof({ weight: 6, arbitrary: bytes }, drop, add, swap, move, replace)
    .filter(({ touched }) => touched.length > 0)
}

const hows = [
  'flip a byte',
  'flip a bit',
  'delete a byte',
  'insert a byte',
  'append a byte',
  'cut off',
] as const
const changes: Readonly<
  Record<(typeof hows)[number], (bytes: Uint8Array, at: number, value: number) => Uint8Array>
> = {
  'flip a byte': flipped,
  'flip a bit': (bytes, at, value) => flipped(bytes, at, 1 << (value & 7)),
  'delete a byte': (bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
  'insert a byte': (bytes, at, value) =>
    Buffer.concat([bytes.subarray(0, at), Uint8Array.of(value), bytes.subarray(at)]),
  'append a byte': (bytes, _, value) => Buffer.concat([bytes, Uint8Array.of(value)]),
  'cut off': (bytes, at) => bytes.subarray(0, at),
}

/** The bytes with one of them XORed with `mask`. */
export function flipped(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ mask
  return copy
}

function newNames(files: FileMap): string[] {
  const request =
    [...files.keys()].flatMap((path) => /^record\/[^/]+\//.exec(path)?.[0] ?? [])[0] ?? 'record/x/'
  return [
    'note.txt',
    'README.md',
    'checkpoint.old',
    'tile/0/001',
    'tile/0/000.p/1',
    'tile/entries/000.p/1',
    'tile/1/000',
    'keys/other.vkey',
    // An ordinary character of a name, however much the name then looks like another.
    'keys\\log.vkey',
    'keys\\other.vkey',
    `${request.slice(0, -1)}\\0001.jws`,
    `${request}..\\strange`,
    'trust/VN-99.jws',
    'trust/ZZ-1.jws',
    'trust/strange',
    `${request}0099.jws`,
    `${request}0001.jws.bak`,
    `${request}pending-${'0'.repeat(64)}.jws`,
    `${request}refused-${'0'.repeat(64)}.jws`,
    'record/00000000-0000-4000-8000-000000000000/0001.jws',
    'record/strange',
  ]
}

function contentOf(files: FileMap, path: string): Uint8Array {
  return files.get(path) ?? new Uint8Array()
}

/** The files with these contents instead; null takes a file away. */
export function changed(
  files: FileMap,
  said: string,
  contents: Readonly<Record<string, Uint8Array | null>>,
): Damage {
  const result = new Map(files)
  const touched: string[] = []
  for (const [path, content] of Object.entries(contents)) {
    const before = files.get(path)
    if (content === null) result.delete(path)
    else result.set(path, content)
    const isSame = before !== undefined && content !== null && Buffer.from(before).equals(content)
    if (!isSame) touched.push(path)
  }
  return { kind: 'bytes', said, files: result, touched }
}

function withKind(kind: Damage['kind'], damage: Damage): Damage {
  return { ...damage, kind }
}
