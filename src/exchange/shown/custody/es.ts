import type { CustodyWords } from '../custodyWords.ts'

/** The words around a chain of custody in Spanish. */
export const spanish: CustodyWords = {
  title: 'Cadena de custodia de {name}',
  file: 'depósito {deposit} de {state}; SHA-256 {sha256}; {status}',
  source: 'hecho a partir de {source}',
  place: 'lugar: {text}',
  reason: 'motivo: {text}',
  change: 'modificado: {text}',
  hashed: 'huella calculada entonces: SHA-256 {sha256}',
  damaged: 'hallado dañado ({code})',
  node: 'el nodo',
  proofs: {
    message: 'mensaje {name}',
    log: 'asiento del registro {name}',
    report: 'informe {name}',
    erasure: 'borrado con la solicitud {name}',
    entry: 'asiento {index} del registro de {state}, hoja {name}',
  },
  handed: '{exhibit} {name}, entregado en el mensaje {sequence} de la solicitud {reference}',
  stated: 'SHA-256, tal como se declaró al entregarlo: {sha256}',
  written: 'tal como se escribió: {at}',
  translated: 'traducción ({language}): {text}',
  names:
    'Las horas son UTC. Un mensaje o informe se designa por el SHA-256 de lo que se firmó en él: las dos primeras partes de su archivo con el punto entre ellas, no el archivo.',
  holds: 'El programa no halló contradicción entre lo que aquí se firmó y lo que dicen los registros.',
  dispute: {
    open: 'Una impugnación sigue abierta: nadie ha respondido.',
    answered: 'Una impugnación sigue en pie, y se ha respondido a ella.',
    replaced: 'Fue impugnado, y otro archivo ocupó su lugar.',
  },
  acceptance: {
    place: '{measure}, {exhibit} del mensaje {sequence}',
    placeIn: '{measure}, {exhibit} del mensaje {sequence} de la solicitud {reference}',
    open: 'aún pendiente',
    accepted: 'aceptado por {from} en el mensaje {sequence}, {at}',
    disputed: 'impugnado por {from} en el mensaje {sequence}, {at}',
    replaced: 'sustituido por {exhibit} del mensaje {sequence}, {at}',
    found: 'lo recibido tenía otro SHA-256: {sha256}',
    answered: 'respuesta de {from} en el mensaje {sequence}, {at}',
  },
  findings: {
    hashDiffers: 'eslabón {link}: la huella es otra que la declarada: {value}',
    damaged: 'eslabón {link}: el archivo se halló dañado ({value})',
    outOfOrder: 'eslabón {link}: la hora no puede ser correcta: {value}',
    sourceMissing: 'la fuente {value} no está aquí',
    sourceAtHome: 'se obtuvo de {value}, que no se entregó: esa fuente permanece en su Estado',
    notReturned: 'debían devolverse originales a más tardar el {value}, y nadie dice que se hayan devuelto',
  },
}
