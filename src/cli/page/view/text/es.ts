import type { PageWords } from '../words.ts'

/** The page in Spanish. */
export const spanish: PageWords = {
  title: 'Rogatory: comprobación de un expediente',
  lead: 'Esta página comprueba las pruebas de un intercambio entre Estados: que nada en ellas se haya cambiado, quitado ni añadido. Funciona solo en este equipo. No envía nada a ninguna parte y no necesita red.',
  languages: 'Idioma',
  bundles: '1. Los expedientes',
  dropHere: 'Suelte aquí los expedientes: archivos ZIP o carpetas.',
  pickFiles: 'Elegir archivos ZIP',
  pickFolder: 'Elegir una carpeta',
  bothSides:
    'Si tiene también el expediente del otro Estado, entregue los dos: así se coteja cada parte con la otra.',
  remove: 'Quitar',
  known: '2. Lo que usted sabe por otra vía',
  pins: 'Huellas que usted ha comparado, una por línea',
  pinsHelp:
    'Por teléfono, en papel, en un registro oficial. Escriba el código del Estado, un signo igual y la huella: 64 dígitos hexadecimales o 24 palabras.',
  pick: 'Elegir archivos',
  checkpoints: 'Cabezas firmadas (checkpoints) de los registros, que usted conservó',
  revocations: 'Listas de certificados revocados que usted mismo obtuvo (DER)',
  policy: 'Qué testigos deben haber refrendado (C2SP tlog-policy)',
  timeAuthorities: 'Autoridades de sellado de tiempo en las que usted confía: sus certificados (PEM)',
  timeAuthoritiesHelp:
    'Sin ellos, un sello de tiempo se lee y se indica, pero nadie responde de quien lo puso.',
  check: 'Comprobar',
  checking: 'Comprobando…',
  reading: 'Leyendo {name}…',
  verdict: '3. El veredicto',
  stale: 'Lo que usted sabe se cambió después de esta comprobación. Compruebe de nuevo.',
  exit: 'código {exit}',
  first: 'El primer defecto',
  notPinned:
    'Nadie ha dicho aquí que estos Estados sean quienes parecen. Quien hizo el expediente pudo hacer también las claves. Compare las huellas de abajo con cada Estado e introdúzcalas arriba.',
  oneSide:
    'Aquí solo está una de las partes: no se ha dado ningún expediente de {states}. No se ve lo que la otra parte tiene y esta omite.',
  notCompared: 'NO COMPARADO con ningún otro expediente: {names}. No se ve de quién es.',
  oneSideShown:
    'Por eso no hay aquí ningún expediente que se vea que es de {states}. No se ve lo que esa parte tiene y la otra omite.',
  uncosigned:
    '{name}: ningún otro Estado ni testigo ha refrendado el registro de este Estado: {state}. Desde cuándo es como es, y que nadie ha visto otro, solo lo dice ese Estado.',
  partlyCosigned:
    '{name}: mensajes y acuses que no están en ninguna cabeza del registro refrendada por otros: {count}. Desde cuándo están allí solo lo dice el Estado siguiente: {state}.',
  cosignedBy:
    '{name}: otros que han refrendado el registro de este Estado ({state}): {count} ({by}), hasta la entrada {size}.',
  allPinned: 'Las claves son aquellas cuyas huellas usted introdujo.',
  notAllPinned:
    'NO TODAS LAS CLAVES SON AQUELLAS CUYAS HUELLAS USTED INTRODUJO. En los siguientes hay una lista de confianza que no fue creída o no fue examinada: {names}. La tabla de abajo muestra cuál. Lo que contienen puede ser de cualquiera.',
  notVouched:
    'Una autoridad de sellado de tiempo ha fechado un registro, y nadie ha dicho aquí que se pueda confiar en ella. Obtenga su certificado por una vía propia e indíquelo arriba.',
  checkedAll: '{name}: comprobado hasta el final. Todo lo que contiene se sostiene.',
  checkedRest: '{name}: comprobado hasta el final. Todo lo que los hallazgos no nombran se sostiene.',
  checkedBehind: '{name}: NO COMPROBADOS más allá de lo que se nombra en ellos: {files}.',
  checkedLog:
    '{name}: se comprobó el registro, y NADA MÁS de este expediente. Ninguna lista de confianza válida dice de quién es ese registro.',
  checkedNothing:
    '{name}: la comprobación se detuvo en lo que se nombra. NADA MÁS de este expediente se comprobó, y no se usó ninguna huella: no se ve de quién es.',
  entries: '{name}: quién hizo qué, cuándo y desde dónde, según el registro de {state} ({count})',
  entriesLead:
    'Las entradas sobre las solicitudes de este expediente, y todas aquellas de las que algo está abierto. Lo que las abre se comprobó y se sostiene.',
  entriesMore:
    'Hay más que no se muestran aquí: {count}. La orden rogatory verify --entries las dice todas, o las de una solicitud.',
  number: 'entrada',
  time: 'hora (UTC)',
  event: 'suceso',
  about: 'sobre',
  who: 'quién',
  place: 'desde dónde',
  details: 'detalles',
  notOpened: 'no abierto aquí',
  erased: 'borrado',
  custody: 'Quién tuvo en sus manos cada archivo entregado, y qué se hizo de él ({count})',
  states: 'De quién son las claves',
  state: 'Estado',
  list: 'lista de confianza',
  signer: 'huella de quien la firma',
  compared: 'comparada',
  yes: 'sí',
  no: 'no',
  noMatch: 'NO: no coincide con lo que usted introdujo',
  notBelieved: 'NO: la lista no se sostiene',
  notLookedAt: 'NO: no fue examinada',
  told: 'Todo lo encontrado, como lo dice la orden rogatory verify (en inglés)',
  json: 'Lo mismo para un programa (JSON)',
  beside:
    'Junto al expediente, {name} contiene archivos de los que ningún Estado responde. NO COMPROBADOS estos archivos ({count}): {files}. Pueden decir cualquier cosa: no confíe en ellos.',
  besideSigned:
    'Junto al expediente, {name} contiene textos para leer. Esta página no ha vuelto a elaborar las cartas ni el informe a partir de las pruebas; la orden rogatory verify lo hace. Pero el Estado siguiente ha firmado estos archivos tal como están: {state} ({count}): {files}.',
  print: 'Imprimir',
  refused: 'NO LEÍDO',
  refusedMeans:
    'No se comprobó nada: algo de lo entregado no puede leerse, o no es aquello como lo que se entregó.',
  noBundle:
    'No hay ningún expediente en lo entregado: ni uno solo de los ficheros de los que consta un expediente. No se comprobó nada, y nada se dice contra nadie. Entregue el fichero zip, o la carpeta, en que está el fichero llamado checkpoint, o el del expediente para el tribunal.',
  failed: 'NO COMPROBADO',
  failedMeans: 'La comprobación no pudo llevarse a término. Eso no dice nada del expediente.',
  version: '{program}. El mismo programa que la orden, hecho de la misma fuente.',
}
