/** Files on their way to the service, one after the other, each as the body of a request. */
import { Refused, type Schemas } from '../../api/client';

export interface Sent {
  name: string;
  size: number;
  part: number;
  state: 'waiting' | 'sending' | 'there' | 'refused';
  /** What it was refused for. */
  error?: unknown;
}

/** Put a file; `progress` is told the part that is there. `XMLHttpRequest` tells how far it is, which `fetch` does not. */
export function put(upload: string, name: string, file: Blob, progress: (part: number) => void): Promise<Schemas['UploadRow']> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', `/api/uploads/${upload}/files?name=${encodeURIComponent(name)}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () => {
      if (request.status === 200) resolve(request.response as Schemas['UploadRow']);
      else reject(Refused.by(request.status, request.response));
    };
    request.onerror = () => reject(new Refused(0));
    request.send(file);
  });
}

/** The files that were dropped, those of folders among them. */
export async function dropped(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((one) => one.webkitGetAsEntry?.()).filter((one) => one !== null && one !== undefined);
  if (!entries.length) return [...transfer.files];
  const found: File[] = [];
  for (const entry of entries) await gather(entry, found);
  return found;
}

async function gather(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (entry.name.startsWith('.')) return;
  if (entry.isFile) {
    found.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return;
    for (const one of some) await gather(one, found);
  }
}
