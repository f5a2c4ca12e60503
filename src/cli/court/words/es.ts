import type { CourtWords } from '../words.ts'

/** A report in Spanish. */
export const spanish: CourtWords = {
  title: 'Qué prueba este expediente: {reference}',
  lead: 'Este informe dice en palabras sencillas qué prueban los archivos firmados que lo acompañan, por quién, desde cuándo, y qué no prueban. Nada depende de él: lo elabora un programa a partir de los archivos de bundle/, y cualquiera puede repetir la comprobación.',
  made: 'Elaborado el {time} a partir del expediente del nodo del Estado siguiente: {state}, con rogatory {version}.',
  verdict: 'El veredicto',
  asOfMaking:
    'Este fue el resultado de la comprobación cuando se elaboró el informe (código {exit}). Repítala usted antes de confiar en él.',
  first: 'El primer defecto: {finding}',
  keys: 'De quién son las claves',
  keysLead:
    'Todo lo que sigue supone que estas claves son las de los Estados. Compare cada huella con el propio Estado, por una vía que no pase por quien le entregó este expediente.',
  keyLine: '{state}, lista de confianza {sequence}: firmada por el certificado con la huella',
  proven: 'Qué está probado',
  provenLead:
    'Cada mensaje está tal como se firmó: ni un carácter ha cambiado desde entonces. Los mensajes siguen el orden del registro del Estado siguiente: {state}.',
  none: 'Ningún mensaje de este expediente puede leerse o se sostiene.',
  letter: 'Leerlo como carta',
  file: 'Archivo',
  placed: 'Mensaje {sequence} del expediente de la solicitud.',
  unplaced: 'Todavía no tiene lugar en el expediente de la solicitud.',
  refused: 'Fue rechazado y no tiene lugar en el expediente de la solicitud.',
  signedBy: 'Firmado con una clave del Estado siguiente: {state}, el {time}, según el firmante.',
  certificate:
    'El certificado de la clave (SHA-256 {digest}, número de serie {serial}) era válido desde el {from} hasta el {until}.',
  notRevoked: 'Su autoridad no lo había revocado al {time}, fecha de la lista más reciente del expediente.',
  revoked: 'Su autoridad lo revocó el {time} ({reason}); lo que firmó cuenta hasta el {from}.',
  statusUnknown: 'El expediente no contiene ninguna lista de certificados revocados de su autoridad.',
  logged: 'En el registro del Estado siguiente: {state}, entrada {index}, el {time} según su reloj.',
  seen: 'Estaba en ese registro a más tardar el {time}: una cabeza del registro que lo cubre fue refrendada por {by}. Otros que lo han refrendado: {count}.',
  unseen:
    'Nadie más ha refrendado una cabeza del registro que lo cubra: desde cuándo está allí solo lo dice el Estado siguiente: {state}.',
  receipt: '{state} ha firmado, el {time}, que su nodo recibió el mensaje.',
  receiptRefuses: '{state} ha firmado, el {time}, que su nodo rechazó el mensaje ({code}).',
  receiptSigner: 'El acuse está firmado con una clave del Estado siguiente: {state}.',
  noReceipt: 'No hay acuse del otro Estado.',
  promiseKept: 'La entrada de registro que promete el acuse está en este registro.',
  promiseProven:
    'La entrada de registro que promete el acuse está en el registro del Estado siguiente: {state}. Una prueba del expediente lleva de ella a una cabeza que ese registro ha firmado.',
  promiseElsewhere:
    'La entrada de registro que promete el acuse está en el registro del Estado siguiente, que no está en este expediente: {state}.',
  log: 'El registro',
  logLine:
    'El registro {origin} tiene {size} entradas, del {from} al {until}. Su cabeza firmada las cubre todas: ninguna puede cambiarse, quitarse ni añadirse sin otra cabeza.',
  cosignedLine:
    'Hasta la entrada {size} fue refrendado por {by}, el {time}. Quien refrenda ha visto esta historia y ninguna otra.',
  balancedLine: '{state} y {peer} han firmado ambos que tienen los mismos mensajes, hasta el {time}.',
  exhibits: 'Documentos anexos',
  exhibitsLead:
    'Los mensajes nombran estos archivos por su huella. Los archivos mismos no están en el expediente. Un archivo con el mismo SHA-256 es el que se quiso decir; para comparar: sha256sum -c exhibits.sha256',
  exhibit: 'Anexo',
  name: 'Nombre',
  bytes: 'Bytes',
  message: 'Mensaje',
  custody: 'Custodia',
  custodyLead:
    'Lo que ambos Estados han firmado sobre la custodia de cada archivo, y lo que dice de ella el registro de este conjunto, en orden de tiempo, con lo que prueba cada eslabón; debajo, lo que la autoridad receptora ha hecho con el archivo. Quien actuó y no se revela figura como el nodo. Lo que solo dice el registro del otro Estado no figura aquí: entregue ambos conjuntos a verify --custody.',
  notProven: 'Qué no está probado',
  notProvenLead: 'Nada de lo que sigue se desprende de este expediente, aunque el veredicto sea bueno.',
  check: 'Compruébelo usted',
  checkLead:
    'Abra una página verify.html que no haya recibido con este expediente, de su propia autoridad o de donde se publica el programa, y suelte en ella este archivo; no necesita red. O use la orden: node /path/to/source/dist/rogatory.js verify /path/to/FILE.zip. La página que acompaña a este informe es la misma, pero quien pudiera falsificar el expediente podría falsificar también la página.',
  sentences: {
    verdict:
      'La comprobación no terminó bien (código {exit}). Lo que encontró figura arriba, y lo que se apoya en ello no está probado.',
    notPinned:
      'Que las claves sean las de los Estados siguientes: {states}. Nadie ha comparado las huellas para este informe.',
    oneSide:
      'Lo que tiene la otra parte. Este expediente es de un solo Estado: {state}. Los mensajes que nunca hubiera inscrito en su registro no se verían aquí; se ven cuando el expediente de la otra parte ({peers}) se comprueba junto con este.',
    noReceipt:
      'Que el otro Estado recibió {messages} ({count}): no hay acuse. Que se envió solo lo dice el Estado siguiente: {state}.',
    refused: 'Que {messages} ({count}) surtió efecto: el nodo receptor lo rechazó.',
    promisedElsewhere:
      'Que {peers} ha conservado las entradas de registro que prometen sus acuses ({count}): su registro no está en este expediente.',
    neverCosigned:
      'Desde cuándo el registro del Estado siguiente es como es: {state}. Nadie más lo ha refrendado: pudo escribirse entero justo antes de este expediente, en la medida en que los acuses del otro Estado no digan otra cosa.',
    notYetCosigned:
      'Desde cuándo está {messages} en el registro: las cabezas refrendadas cubren {size} de {entries} entradas, y no estas.',
    ownTime:
      'Las horas exactas. Son las de los relojes de los nodos; los acuses y los refrendos solo las acotan. No hay en este expediente ningún sello de tiempo de una autoridad neutral.',
    stampedTime:
      'Las horas exactas. Son las de los relojes de los nodos; los acuses, los refrendos y los sellos de tiempo solo las acotan. Según el sello de tiempo más reciente de este expediente, las primeras {size} entradas del registro ya existían el {until}. Lo hizo «{by}»; si es digno de crédito no se comprobó aquí: dé el certificado de su autoridad a la comprobación.',
    undisclosed:
      'Lo que {count} entradas del registro sobre este caso dicen de quién actuó y de los detalles: no se reveló.',
    revocationsUntil:
      'Que ningún certificado del Estado siguiente se revocó después del {until}: {state}. Pida a su autoridad la lista más reciente y désela a la comprobación.',
    revocationsUnknown:
      'Que ningún certificado del Estado siguiente se revocó: {state}. No hay en el expediente ninguna lista de su autoridad.',
    exhibits:
      'Qué contienen los archivos que anuncian los mensajes ({count}). Solo están probados sus nombres, tamaños y huellas.',
    restored:
      'Que {count} mensajes estuvieron siempre en la base de datos del Estado siguiente: {state}. Los perdió y los recuperó de la otra parte. Sus firmas se sostienen de todos modos.',
    truth: 'Que sea verdad lo que dice un mensaje. Está probado que el Estado lo dijo, no que sea así.',
    people:
      'Qué persona actuó. Los nombres del registro son palabra del nodo del Estado siguiente: {state}. Firma un Estado, no una persona.',
    otherRequests:
      'De qué tratan otras solicitudes del Estado siguiente: {state}, y quién actuó en ellas. Todo el registro está en este expediente, y sus entradas sobre ellas se leen en parte: qué tipo de hecho, cuándo, con qué Estado, un número, un código y, por una huella, qué entradas van juntas. Las personas, los detalles y los mensajes no pueden leerse aquí.',
    words:
      'Que una carta diga lo mismo que su mensaje en cada matiz. Las palabras fijas de las cartas son traducciones; lo que escribieron personas figura tal como se escribió. Cuenta el mensaje firmado.',
  },
}
