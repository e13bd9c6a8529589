import type { AwsError } from '../../core/aws-error.ts';

/** An error code of the distribution API. https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes */
type ErrorCode =
  | 'BLOB_UNKNOWN'
  | 'BLOB_UPLOAD_INVALID'
  | 'BLOB_UPLOAD_UNKNOWN'
  | 'DENIED'
  | 'DIGEST_INVALID'
  | 'MANIFEST_BLOB_UNKNOWN'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNKNOWN'
  | 'NAME_INVALID'
  | 'NAME_UNKNOWN'
  | 'SIZE_INVALID'
  | 'TAG_INVALID'
  | 'UNAUTHORIZED'
  | 'UNSUPPORTED';

/** What a registry refuses, as it answers it. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly status: number;
  readonly code: ErrorCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: ErrorCode,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

const statusAndCode: Readonly<Record<string, readonly [status: number, code: ErrorCode]>> = {
  AccessDeniedException: [403, 'DENIED'],
  RepositoryNotFoundException: [404, 'NAME_UNKNOWN'],
  ImageNotFoundException: [404, 'MANIFEST_UNKNOWN'],
  LayersNotFoundException: [400, 'MANIFEST_BLOB_UNKNOWN'],
  ReferencedImagesNotFoundException: [400, 'MANIFEST_BLOB_UNKNOWN'],
  ImageTagAlreadyExistsException: [400, 'TAG_INVALID'],
  InvalidParameterException: [400, 'MANIFEST_INVALID'],
};

/** ECR's refusal in the words of the distribution API, as docker shows it: `name unknown: The repository with name …`. */
export function registryErrorOf({ code, message, status }: AwsError): RegistryError {
  const [ownStatus, ownCode] = statusAndCode[code] ?? [status, 'UNSUPPORTED' as const];
  return new RegistryError(ownStatus, ownCode, message);
}

export const blobUnknown = () => new RegistryError(404, 'BLOB_UNKNOWN', 'blob unknown to registry');

export const manifestUnknown = () => new RegistryError(404, 'MANIFEST_UNKNOWN', 'Requested image not found');

export const digestInvalid = (expected: string, actual?: string) =>
  new RegistryError(
    400,
    'DIGEST_INVALID',
    actual === undefined
      ? `'${expected}' is not a sha256 digest.`
      : `Layer digest '${expected}' does not match the calculated digest '${actual}'.`,
  );

export const uploadUnknown = () =>
  new RegistryError(404, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry');

export const unsupported = (method: string | undefined) =>
  new RegistryError(405, 'UNSUPPORTED', `The operation is unsupported: ${method ?? 'no method'} here.`);
