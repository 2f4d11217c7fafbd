/** What Node's codes mean. */
export const systemErrors: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'not a directory',
  EISDIR: 'a directory is in the way',
  EMFILE: 'too many open files',
  EXDEV: 'not on one file system',
  EEXIST: 'a file is in the way',
  ENOTEMPTY: 'the directory is not empty',
  ELOOP: 'the symbolic links go in a circle',
  ENAMETOOLONG: 'the name is too long',
  ERR_FS_EISDIR: 'a directory is in the way',
  EIO: 'the disk does not answer',
};

/** Why the system refused something. */
export function systemReason({ code = '', message }: Pick<NodeJS.ErrnoException, 'code' | 'message'>): string {
  return systemErrors[code] ?? message;
}
