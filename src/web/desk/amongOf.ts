import type { Among } from '../../exchange/desk/checking/among.ts'
import type { DeskReader } from '../../exchange/desk/deskReader.ts'
import type { Refusal } from '../../message/refusal.ts'
import type { Desk } from './desk.tsx'

/** The requests among which a reader chooses, where they were refused because several are called so; else null. */
export async function amongOf(
  { services }: Pick<Desk, 'services'>,
  reader: DeskReader,
  typed: URLSearchParams,
  { code, expected = [] }: Refusal,
): Promise<Among | null> {
  if (code !== 'REFERENCE_AMBIGUOUS') return null
  return await services.checking.among(reader, typed.get('request') ?? '', expected)
}
