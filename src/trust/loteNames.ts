import type { LoteService } from '../message/generated/types.ts'

type Information = LoteService['ServiceInformation']
export type ServiceType = Information['ServiceTypeIdentifier']

/** Where the names begin for which ETSI has none. They name and lead nowhere, as the ids of the schemas. */
const base = 'https://rogatory.example/trust-list/'

/** What a service is, and what people call it. */
export const services = {
  node: [`${base}service/node`, 'Node'],
  certificateAuthority: [`${base}service/certificate-authority`, 'Certificate authority'],
  listSigner: [`${base}service/list-signer`, 'Signer of this list'],
  message: [`${base}service/message-signer`, 'Signer of messages and receipts'],
  http: [`${base}service/http-signer`, 'Signer of requests and responses'],
  encryptionKey: [`${base}service/encryption-key`, 'Encryption key'],
  log: [`${base}service/log`, 'Log'],
  witness: [`${base}service/witness`, 'Witness of logs'],
  authority: [`${base}service/authority`, 'Authority'],
} as const satisfies Readonly<Record<string, readonly [ServiceType, string]>>

export const statuses = {
  inForce: `${base}status/in-force`,
  withdrawn: `${base}status/withdrawn`,
} as const satisfies Readonly<Record<string, Information['ServiceStatus']>>

export const supply = {
  node: `${base}supply/node`,
  revocationList: `${base}supply/revocation-list`,
} as const satisfies Readonly<
  Record<string, NonNullable<Information['ServiceSupplyPoints']>[number]['ServiceType']>
>

/** What a LoTE has no place for. A reader that does not know a critical one must refuse the list (clause 6.3.17). */
export const extensions = {
  demonstration: `${base}extension/demonstration`,
  capabilities: `${base}extension/capabilities`,
  rules: `${base}extension/rules`,
  authority: `${base}extension/authority`,
  logOrigin: `${base}extension/log-origin`,
  designatedUntil: `${base}extension/designated-until`,
} as const

/** What every list says of the scheme, which is not a State's to say: the JSON binding wants all of it (clause 6.3.0). */
export const scheme = {
  type: `${base}type/state`,
  /** Behind the State and a colon (clause 6.3.6). */
  name: 'Mutual legal assistance',
  information: `${base}scheme`,
  statusDetermination: `${base}status-determination/state`,
  rules: `${base}rules`,
  policy: `${base}policy`,
} as const

/** For how many days what was said before is kept (clause 6.3.12). */
export const forever = 65_535
