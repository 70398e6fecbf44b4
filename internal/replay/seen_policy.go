package replay

// SeenPolicy says that the settings of the repository changed; Detail: what, in keys and values. It changes nothing about
// the incident.
const SeenPolicy = "policy"
