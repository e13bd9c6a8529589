// What many requests have in common. https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html

export const keyIdInput = { required: true, min: 1, max: 2048 } as const;
