/** What a policy does here, said beside each operation that puts one. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export const policyEffect =
  'evaluated; refuses with NEARGATE_IAM=enforce, and otherwise what it would refuse is remembered';
