/**
 * What this package uses of zip.js: the reader, and no writer, codec or worker of its own. The
 * build puts it into the package, because a community node may have no run-time dependencies.
 */
export {
	configure,
	ERR_ENCRYPTED_CENTRAL_DIRECTORY,
	Reader,
	Uint8ArrayReader,
	WARNING_TRAILING_CENTRAL_DIRECTORY_DATA,
	ZipReader,
} from '@zip.js/zip.js';
export type { Entry } from '@zip.js/zip.js';
