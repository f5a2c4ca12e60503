/**
 * For each pattern (ECMA-262) and format that a line of a form may have, something that keeps it, as a person would write it. Names and addresses
 * of the network are those that are kept for examples (RFC 2606, RFC 3849, RFC 5737, RFC 7042).
 */
export const examples: Readonly<Record<string, string>> = {
  email: 'name@example.org',
  hostname: 'www.example.org',
  ipv4: '192.0.2.15',
  ipv6: '2001:db8::15',
  'json-pointer': '/measures/0/period',
  uri: 'https://www.example.org/page',
  uuid: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
  '^(/[^/]{0,100}){1,12}$': '/body/measures/0/period',
  '^(0x[0-9a-f]{64}|[0-9a-f]{64}|[1-9A-HJ-NP-Za-km-z]{80,90})$':
    '0x293c59bc31a6a00569c71a4315b21abed854e54e6cbd7d8462bb92b3afacf93c',
  '^(0|[1-9][0-9]{0,11})([.][0-9]{1,12})?$': '1.0845',
  '^(0|[1-9][0-9]{0,11})([.][0-9]{1,6})?$': '12.5',
  '^(0|[1-9][0-9]{0,17})([.][0-9]{1,8})?$': '1250.50',
  '^(0|[1-9][0-9]{0,18})$': '1250',
  '^(0|[1-9][0-9]{0,77})$': '1250000000000000000',
  '^(100([.]0{1,8})?|[1-9]?[0-9]([.][0-9]{1,8})?)$': '33.5',
  '^E[0-9]{1,5}$': 'E1',
  '^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}/[-a-z0-9]{3,8}:[-.%a-zA-Z0-9]{1,128}(/[-.%a-zA-Z0-9]{1,78})?$':
    'eip155:1/slip44:60',
  '^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}:[-.%a-zA-Z0-9]{1,128}$':
    'eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '^eip155:[0-9]{1,32}:0x[0-9a-fA-F]{40}$': 'eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '^bip122:[0-9a-f]{32}:([1-9A-HJ-NP-Za-km-z]{25,36}|[a-z]{2,5}1[02-9ac-hj-np-z]{8,87})$':
    'bip122:000000000019d6689c085ae165831e93:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
  '^[0-9A-F]{6}$': '4B1A2C',
  '^[0-9]{1,4}([.][0-9]{1,3})?$': '999.9',
  '^[0-9]{15}$': '490154203237518',
  '^[0-9]{7}$': '9074729',
  '^[0-9]{9}$': '366123456',
  '^[0-9a-f.:]{2,45}/[0-9]{1,3}$': '192.0.2.0/24',
  '^[0-9a-f]{2}(:[0-9a-f]{2}){5}$': '00:00:5e:00:53:15',
  '^[0-9a-f]{32,128}$': 'd41d8cd98f00b204e9800998ecf8427e',
  '^[0-9a-f]{64}$': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$':
    '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
  '^[1-9][0-9]{0,3}/[1-9][0-9]{0,3}$': '1/2',
  '^[A-HJ-NPR-Z0-9]{17}$': '1M8GDM9AXKP042788',
  '^[A-Z0-9]{1,4}-?[A-Z0-9]{1,5}$': 'XX-ABC',
  '^[A-Z0-9]{18}[0-9]{2}$': '9999DEMOBANK00000187',
  '^[A-Z0-9]{3,10}$': 'AB1234',
  '^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$': 'ABCDXX2A',
  '^[A-Z][A-Z0-9_]{1,59}$': 'LOCAL_CODE',
  '^[A-Z]{1,3}$': 'UTO',
  '^[A-Z]{2}[0-9]{2}[A-Z0-9]{4,30}$': 'GB82WEST12345698765432',
  '^[A-Z]{2}[A-Z0-9]{9}[0-9]$': 'US0000000002',
  '^[A-Z]{3}$': 'EUR',
  '^[A-Za-z][A-Za-z0-9_+-]{0,30}(/[A-Za-z0-9_+-]{1,30}){0,2}$': 'Asia/Qatar',
  '^(?:[^ \\t]{1,40}|@?[^\\s,;@]{1,40}([\\s,;@][^\\s,;@]{0,40}){0,10})$': 'user_15',
  '^\\P{Nd}{0,39}\\p{Nd}.{0,39}$': 'AB 12345',
  '^(?:\\P{Nd}{0,39}\\p{Nd}.{0,39}|\\P{Nd}{1,10})$': 'AB 123 CD',
  '^[^\\s@,;<>]{1,252}@[^\\s@,;<>]{1,252}$': 'name@example.org',
  '^[^\\s,;]{1,300}([\\s,;][^\\s,;]{0,300}){0,10}$': 'user_15',
  '^[a-z0-9][a-z0-9.+-]{0,63}/[a-z0-9][a-z0-9.+-]{0,99}$': 'application/pdf',
  '^[a-zA-Z._:]{0,127}[0-9][a-zA-Z0-9._:]{0,127}$': 'rN7n7otQDd6FczFgLdSqtcsAUxDkw6fzRH',
  '^[a-z][a-z0-9]{0,29}(-[a-z0-9]{1,30}){0,5}$': 'refusal-ground',
  '^[a-z]{1,4}[0-9]{1,3}$': 'l1',
  '^[a-z]{1,4}[0-9]{1,3}(\\.[0-9]{1,3})?$': 'm1',
  '^[a-z]{2,3}\\.[a-z][a-z0-9-]{0,30}$': 'vn.spp',
  '^\\+[1-9][0-9]{1,14}$': '+442079460123',
  '^q[0-9]{1,3}$': 'q1',
}

/** What would be right where this pattern or format of a schema was not kept; undefined: it is of no line. */
export function exampleOf(patternOrFormat: string): string | undefined {
  return Object.hasOwn(examples, patternOrFormat) ? examples[patternOrFormat] : undefined
}
