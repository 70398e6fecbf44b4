# The App: one static binary, no shell, no root. Settings come by environment: SENSIBLE_APP_ID, SENSIBLE_PRIVATE_KEY_FILE,
# SENSIBLE_WEBHOOK_SECRET_FILE and the others that `sensible serve --help` lists.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY cmd cmd
COPY internal internal
COPY templates templates
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /sensible ./cmd/sensible

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /sensible /sensible
USER nonroot:nonroot
EXPOSE 8080
ENTRYPOINT ["/sensible"]
CMD ["serve"]
