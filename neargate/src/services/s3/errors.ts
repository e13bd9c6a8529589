import { AwsError } from '../../core/aws-error.ts';

// Codes, statuses and texts as Amazon S3 answers them: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html

const notFound = (code: string, message: string) => new AwsError(code, message, { status: 404 });

export const noSuchBucket = () => notFound('NoSuchBucket', 'The specified bucket does not exist');

export const noSuchKey = () => notFound('NoSuchKey', 'The specified key does not exist.');

export const noSuchVersion = () => notFound('NoSuchVersion', 'The specified version does not exist.');

export const noSuchUpload = () =>
  notFound(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
  );

/** The answer to a HEAD request has no body, so that clients see the status only. */
export const headNotFound = () => notFound('NotFound', 'Not Found');

/** What is answered for settings of a bucket that are not there. */
export const missing = {
  policy: () => notFound('NoSuchBucketPolicy', 'The bucket policy does not exist'),
  cors: () => notFound('NoSuchCORSConfiguration', 'The CORS configuration does not exist'),
  website: () =>
    notFound('NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration'),
  lifecycle: () => notFound('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'),
  replication: () =>
    notFound('ReplicationConfigurationNotFoundError', 'The replication configuration was not found'),
  objectLock: () =>
    notFound(
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
    ),
  objectLockOfObject: () =>
    notFound(
      'NoSuchObjectLockConfiguration',
      'The specified object does not have a ObjectLock configuration',
    ),
  tagging: () => notFound('NoSuchTagSet', 'The TagSet does not exist'),
  publicAccessBlock: () =>
    notFound('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found'),
  ownership: () => notFound('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found'),
  configuration: () => notFound('NoSuchConfiguration', 'The specified configuration does not exist.'),
} as const;

export const bucketAlreadyOwnedByYou = () =>
  new AwsError(
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    { status: 409 },
  );

export const bucketAlreadyExists = () =>
  new AwsError(
    'BucketAlreadyExists',
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
    { status: 409 },
  );

export const bucketNotEmpty = (isVersioned: boolean) =>
  new AwsError(
    'BucketNotEmpty',
    `The bucket you tried to delete is not empty${isVersioned ? '. You must delete all versions in the bucket.' : ''}`,
    { status: 409 },
  );

export const invalidBucketName = () =>
  new AwsError('InvalidBucketName', 'The specified bucket is not valid.');

export const invalidLocationConstraint = () =>
  new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid');

export const illegalLocationConstraint = (constraint = 'unspecified') =>
  new AwsError(
    'IllegalLocationConstraintException',
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );

export const invalidBucketState = (message: string) =>
  new AwsError('InvalidBucketState', message, { status: 409 });

export const invalidArgument = (message: string) => new AwsError('InvalidArgument', message);

export const invalidRequest = (message: string) => new AwsError('InvalidRequest', message);

export const invalidTag = (message: string) => new AwsError('InvalidTag', message);

export const malformedXml = () =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

export const missingRequestBody = () => new AwsError('MissingRequestBodyError', 'Request Body is empty');

export const invalidStorageClass = () =>
  new AwsError('InvalidStorageClass', 'The storage class you specified is not valid');

export const malformedPolicy = (message: string) => new AwsError('MalformedPolicy', message);

export const accessDenied = (message = 'Access Denied') =>
  new AwsError('AccessDenied', message, { status: 403 });

export const aclsNotSupported = () =>
  new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');

export const aclWithOwnerEnforced = () =>
  new AwsError(
    'InvalidBucketAclWithObjectOwnership',
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
  );

export const keyTooLong = () => new AwsError('KeyTooLongError', 'Your key is too long');

export const preconditionFailed = () =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    status: 412,
  });

export const notModified = () => new AwsError('NotModified', 'Not Modified', { status: 304 });

export const invalidRange = () =>
  new AwsError('InvalidRange', 'The requested range is not satisfiable', { status: 416 });

export const invalidPartNumber = () =>
  new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', { status: 416 });

/** A GET of a delete marker by its version id. */
export const methodNotAllowed = () =>
  new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    status: 405,
  });

export const badDigest = (what: string) =>
  new AwsError('BadDigest', `The ${what} you specified did not match what we received.`);

export const invalidDigest = () =>
  new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.');

export const entityTooSmall = () =>
  new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');

export const invalidPart = () =>
  new AwsError(
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
  );

export const invalidPartOrder = () =>
  new AwsError(
    'InvalidPartOrder',
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
  );

export const notImplemented = (header: string) =>
  new AwsError(
    'NotImplemented',
    `A header you provided implies functionality that is not implemented: ${header}`,
    { status: 501 },
  );
