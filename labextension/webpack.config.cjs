// Modules are numbered in order: the usual numbers come from absolute paths, and differ with the folder it is built in.
module.exports = { optimization: { moduleIds: "natural" } };
